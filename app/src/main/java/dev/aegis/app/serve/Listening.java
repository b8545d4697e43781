package dev.aegis.app.serve;

import dev.aegis.app.access.Accounts;
import dev.aegis.app.access.People;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.oidc.OidcConfig;
import dev.aegis.app.oidc.OidcLogin;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Whether others may be listened to, as {@code serve} asks and {@code doctor} tells. */
final class Listening {
  /** A certificate that ends sooner has to be renewed. */
  private static final Duration SOON = Duration.ofDays(14);

  private final StateDirectory home;
  private final Findings findings;

  Listening(StateDirectory home, Findings findings) {
    this.home = home;
    this.findings = findings;
  }

  /**
   * A port that others reach and nobody can enter by is of no use.
   *
   * @throws CommandFailure where others are listened to and nobody can say who they are
   */
  static void requireSomebodyMayEnter(ServeConfig config, Accounts accounts) {
    if (config.listen() != null && config.oidc() == null && accounts.all().isEmpty()) {
      throw new CommandFailure(ExitCode.BAD_INPUT, NOBODY);
    }
  }

  private static final String NOBODY =
      "expected an account or oidc, since listen lets others reach the pages, found neither; aegis"
          + " account add makes one";

  /** Tells all of it. */
  void look(ServeConfig config, Accounts accounts, Instant now) {
    provider(config, accounts);
    Listen listen = config.listen();
    if (listen == null) {
      findings.well("listen   this machine alone");
      return;
    }
    findings.well("listen   " + listen.words());
    if (!accounts.all().isEmpty()) {
      findings.well("enter    " + accounts.all().size() + " with a password of their own");
    } else if (config.oidc() == null) {
      findings.off("enter    " + NOBODY);
    }
    listen.tls().ifPresent(certificate -> certificate(certificate, listen.url().getHost(), now));
  }

  /** Asks the identity provider once, as a login would. */
  private void provider(ServeConfig config, Accounts accounts) {
    OidcConfig oidc = config.oidc();
    if (oidc == null) {
      return;
    }
    try (OidcLogin login =
        new OidcLogin(oidc, new People(home, accounts), InstantSource.system(), _ -> {})) {
      login
          .whyNot()
          .ifPresentOrElse(
              why -> findings.off("enter    " + why),
              () -> findings.well("enter    people of " + oidc.issuer() + ", which answers"));
    }
  }

  private void certificate(PemCertificate certificate, String host, Instant now) {
    if (!certificate.isOf(host)) {
      findings.off("listen   the certificate is not of " + host + ", so no browser believes it");
    }
    if (!certificate.until().isAfter(now)) {
      findings.off("listen   the certificate ended at " + certificate.until() + "; renew it");
    } else if (certificate.until().isBefore(now.plus(SOON))) {
      findings.note(
          "listen   the certificate ends at " + certificate.until() + "; renew it, start again");
    }
  }
}
