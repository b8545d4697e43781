package dev.aegis.app.serve;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Shows a certificate that was renewed to whoever connects from then on. Its files are looked at
 * once a minute; files that cannot be used, such as the one without the other, change nothing.
 * Starts and stops with the server.
 */
final class Renewal extends AbstractLifeCycle {
  private static final int MINUTES = 1;

  private final SslContextFactory.Server tls;
  private final Scheduler scheduler;
  private final Consumer<String> notices;
  private PemCertificate shown;
  private String trouble = "";
  private volatile Scheduler.@Nullable Task next;

  /**
   * @param shown what is shown now
   * @param notices takes a sentence when another is shown, or cannot be
   */
  Renewal(
      SslContextFactory.Server tls,
      PemCertificate shown,
      Scheduler scheduler,
      Consumer<String> notices) {
    this.tls = tls;
    this.shown = shown;
    this.scheduler = scheduler;
    this.notices = notices;
  }

  @Override
  protected void doStart() {
    next = scheduler.schedule(this::round, MINUTES, TimeUnit.MINUTES);
  }

  private void round() {
    look();
    if (isRunning()) {
      doStart();
    }
  }

  /** Looks at the files now. */
  synchronized void look() {
    try {
      Optional<PemCertificate> renewed = shown.renewed();
      if (renewed.isPresent()) {
        tls.reload(factory -> factory.setKeyStore(renewed.get().store()));
        shown = renewed.get();
        notices.accept("another certificate is shown now, until " + shown.until());
      }
      trouble = "";
    } catch (IOException | GeneralSecurityException e) {
      tell("the files of the certificate have changed and cannot be used: " + e.getMessage());
    } catch (Exception e) {
      tell("the certificate that was renewed is not taken: " + e.getMessage());
    }
  }

  private void tell(String found) {
    if (!found.equals(trouble)) {
      notices.accept(found + "; the one before is still shown, until " + shown.until());
      trouble = found;
    }
  }

  @Override
  protected void doStop() {
    Scheduler.Task waiting = next;
    if (waiting != null) {
      waiting.cancel();
    }
  }
}
