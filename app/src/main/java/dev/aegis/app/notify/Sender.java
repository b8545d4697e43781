package dev.aegis.app.notify;

import dev.aegis.notice.Notice;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Sends one message and waits for the answer, within a limit. */
interface Sender extends AutoCloseable {
  /**
   * Sends.
   *
   * @param page where people see all of it; empty where there is no such page
   * @throws InterruptedException when the thread was interrupted; whether it was taken is not known
   */
  Outcome send(Notice notice, Optional<URI> page, Instant now) throws InterruptedException;

  /** Why nothing could be sent now, without sending; empty where nothing speaks against it. */
  Optional<String> check() throws InterruptedException;

  @Override
  void close();
}
