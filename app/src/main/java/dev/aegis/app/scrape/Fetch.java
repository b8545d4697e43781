package dev.aegis.app.scrape;

import java.net.URI;

/** Gets whole answers; used by many threads. */
@FunctionalInterface
public interface Fetch {
  /**
   * The answer to a GET.
   *
   * @param accept the forms that are taken, as in the header {@code Accept}
   * @param most bytes it may have
   * @throws FetchException when there is none with status 200 within the time
   * @throws InterruptedException when the thread was interrupted; the request is given up
   */
  Answer fetch(URI uri, String accept, int most) throws InterruptedException;

  /**
   * An answer.
   *
   * @param contentType as the answer names it; empty where it does not
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Answer(byte[] body, String contentType) {}
}
