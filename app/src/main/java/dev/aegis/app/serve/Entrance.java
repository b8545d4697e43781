package dev.aegis.app.serve;

import dev.aegis.app.access.Accounts;
import dev.aegis.app.access.LocalLogin;
import dev.aegis.app.access.Person;
import dev.aegis.app.access.Sessions;
import dev.aegis.app.page.Assets;
import dev.aegis.app.page.Pages;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How people come in and go: by the link of the terminal, or by an account of their own. Used by
 * many threads.
 */
final class Entrance implements WhoIsAsking {
  static final String LOGIN = "/login";

  private final OneTimeLogin link;
  private final Accounts accounts;
  private final LocalLogin logins;
  private final Sessions sessions;
  private final Pages pages;
  private final Assets assets = new Assets();

  Entrance(OneTimeLogin link, Accounts accounts, Pages pages, InstantSource clock) {
    this.link = link;
    this.accounts = accounts;
    this.pages = pages;
    this.logins = new LocalLogin(accounts, clock);
    this.sessions = new Sessions(clock, this::stands);
  }

  /** Whether an account is still as it was when its person came in. */
  private boolean stands(Person person) {
    return person.proof().isEmpty()
        || accounts.find(person.name()).filter(a -> a.person().equals(person)).isPresent();
  }

  @Override
  public Optional<Visitor> of(Incoming request) {
    return sessions.used(request.cookie(cookieName())).map(Entrance::visitor);
  }

  /** The same for a reader who has asked for nothing more. */
  boolean stillIn(Incoming request) {
    return sessions.open(request.cookie(cookieName())).isPresent();
  }

  private static Visitor visitor(Sessions.Session session) {
    return new Visitor(session.person().name(), session.person().role(), session.csrf());
  }

  /** Exchanges the link of the terminal for a session. */
  Outgoing enter(Incoming request) {
    return link.used(request.parameter("token"))
        ? in(Person.operator(), Sessions.LONGEST)
        : Outgoing.text(
            403, "this link was used or is of an earlier start; the terminal shows the next one");
  }

  /** Shows where a name and a password are typed. */
  Outgoing ask() {
    return page(200, "");
  }

  /** What is told to whoever is not known. */
  Outgoing first() {
    return page(401, "");
  }

  /** Looks at a name and a password. */
  Outgoing login(Incoming request) {
    LocalLogin.Outcome outcome =
        logins.attempt(request.field("name").strip(), request.field("password"), request.address());
    return switch (outcome) {
      case LocalLogin.Known known -> in(known.person(), Sessions.IDLE);
      case LocalLogin.Unknown _ -> page(401, "This name and this password do not go together.");
      case LocalLogin.Later later ->
          page(429, "Too many attempts; try again in " + seconds(later.in()) + " s.")
              .with("Retry-After", "" + seconds(later.in()));
    };
  }

  private static long seconds(Duration wait) {
    return Math.max(1, wait.toSeconds());
  }

  /** Ends a session. */
  Outgoing leave(Incoming request) {
    sessions.end(request.cookie(cookieName()));
    return Outgoing.seeOther(LOGIN).with("Set-Cookie", cookieName() + "=; Path=/; Max-Age=0");
  }

  private Outgoing in(Person person, Duration idle) {
    String cookie = sessions.begin(person, idle);
    return Outgoing.seeOther("/")
        .with(
            "Set-Cookie",
            cookieName()
                + "="
                + cookie
                + "; HttpOnly; SameSite=Strict; Path=/; Max-Age="
                + Sessions.LONGEST.toSeconds());
  }

  private Outgoing page(int status, String wrong) {
    return Outgoing.of(
        status,
        "text/html; charset=utf-8",
        pages.login(assets.folder(), !accounts.all().isEmpty(), wrong));
  }

  /** Browsers keep cookies by host, whatever the port. */
  private String cookieName() {
    return "aegis-" + link.port();
  }
}
