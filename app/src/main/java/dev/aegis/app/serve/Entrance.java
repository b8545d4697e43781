package dev.aegis.app.serve;

import dev.aegis.app.access.Accounts;
import dev.aegis.app.access.LocalLogin;
import dev.aegis.app.access.Person;
import dev.aegis.app.access.Sessions;
import dev.aegis.app.oidc.OidcLogin;
import dev.aegis.app.page.Assets;
import dev.aegis.app.page.LoginView;
import dev.aegis.app.page.Pages;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  private final Cookies cookies;
  private final @Nullable ProviderEntrance provider;
  private final Assets assets = new Assets();

  Entrance(OneTimeLogin link, Accounts accounts, Pages pages, InstantSource clock) {
    this(link, accounts, pages, clock, null);
  }

  /**
   * @param provider who people are elsewhere; {@code null} for nobody
   */
  Entrance(
      OneTimeLogin link,
      Accounts accounts,
      Pages pages,
      InstantSource clock,
      @Nullable ProviderEntrance provider) {
    this.provider = provider;
    this.link = link;
    this.accounts = accounts;
    this.pages = pages;
    this.cookies = new Cookies(link::port);
    this.logins = new LocalLogin(accounts, clock);
    this.sessions = new Sessions(clock, this::stands);
  }

  /** Whether an account is still as it was when its person came in. */
  private boolean stands(Person person) {
    return person.proof().isEmpty()
        || person.isOfProvider()
        || accounts.find(person.name()).filter(a -> a.person().equals(person)).isPresent();
  }

  @Override
  public Optional<Visitor> of(Incoming request) {
    return sessions
        .used(cookies.value(Cookies.SESSION, request))
        .filter(session -> mayComeBy(session, request))
        .map(Entrance::visitor);
  }

  /** The same for a reader who has asked for nothing more. */
  boolean stillIn(Incoming request) {
    return sessions
        .open(cookies.value(Cookies.SESSION, request))
        .filter(session -> mayComeBy(session, request))
        .isPresent();
  }

  /** Whoever came by the link sits at this machine. */
  private static boolean mayComeBy(Sessions.Session session, Incoming request) {
    return !request.caller().outside() || !session.person().equals(Person.operator());
  }

  private static Visitor visitor(Sessions.Session session) {
    return new Visitor(session.person().name(), session.person().role(), session.csrf());
  }

  /** Exchanges the link of the terminal for a session. */
  Outgoing enter(Incoming request) {
    return link.used(request.parameter("token"))
        ? in(Person.operator(), Sessions.LONGEST, request)
        : Outgoing.text(
            403, "this link was used or is of an earlier start; the terminal shows the next one");
  }

  /** Shows where a name and a password are typed. */
  Outgoing ask(Incoming request) {
    return page(200, "", request);
  }

  /** What is told to whoever is not known. */
  Outgoing first(Incoming request) {
    return page(401, "", request);
  }

  /** Looks at a name and a password, which the form has to bring that this browser was given. */
  Outgoing login(Incoming request) {
    String form = cookies.value(Cookies.FORM, request);
    if (form.isEmpty() || !OneTimeLogin.same(request.field("form"), form)) {
      return page(403, "This form was not of this browser, or too old; enter again.", request);
    }
    LocalLogin.Outcome outcome =
        logins.attempt(
            request.field("name").strip(),
            request.field("password"),
            Refusals.key(request.caller().address()));
    return switch (outcome) {
      case LocalLogin.Known known -> in(known.person(), Sessions.IDLE, request);
      case LocalLogin.Unknown _ ->
          page(401, "This name and this password do not go together.", request);
      case LocalLogin.Later later ->
          page(429, "Too many attempts; try again in " + seconds(later.in()) + " s.", request)
              .with("Retry-After", "" + seconds(later.in()));
    };
  }

  private static long seconds(Duration wait) {
    return Math.max(1, wait.toSeconds());
  }

  /** Sends a browser to the identity provider, bound to a cookie that it comes back with. */
  Outgoing toProvider(Incoming request) {
    if (provider == null) {
      return nothing();
    }
    String browser = sessions.secret();
    return provider
        .begin(browser, request)
        .map(place ->
            Outgoing.seeOther(place.toString())
                .with(
                    "Set-Cookie",
                    cookies.kept(Cookies.PROVIDER, browser, OidcLogin.PATIENCE, request.caller())))
        .orElseGet(() ->
            page(
                503, "The identity provider does not answer; the log of Aegis says why.", request));
  }

  /** Looks at whom the identity provider sends back. */
  Outgoing fromProvider(Incoming request) {
    if (provider == null) {
      return nothing();
    }
    return switch (provider.finish(cookies.value(Cookies.PROVIDER, request), request)) {
      case OidcLogin.Refused refused -> page(403, refused.why(), request);
      case OidcLogin.Known known ->
          Outgoing.of(
                  200,
                  "text/html; charset=utf-8",
                  pages.entered(assets.folder(), known.person().name()))
              .with(
                  "Set-Cookie",
                  cookies.kept(
                      Cookies.SESSION,
                      sessions.begin(known.person(), Sessions.IDLE, known.leave()),
                      Sessions.LONGEST_OF_PROVIDER,
                      request.caller()));
    };
  }

  private static Outgoing nothing() {
    return Outgoing.text(404, "no identity provider is named in aegis.yaml");
  }

  /** Ends a session; whom a provider vouched for is told that it still does. */
  Outgoing leave(Incoming request) {
    String secret = cookies.value(Cookies.SESSION, request);
    Optional<URI> elsewhere =
        sessions.open(secret).flatMap(session -> Optional.ofNullable(session.elsewhere()));
    sessions.end(secret);
    Outgoing left =
        provider == null || elsewhere.isEmpty()
            ? Outgoing.seeOther(LOGIN)
            : Outgoing.of(
                200,
                "text/html; charset=utf-8",
                pages.left(assets.folder(), provider.name(), elsewhere.get()));
    return left.with("Set-Cookie", cookies.forgotten(Cookies.SESSION, request.caller()));
  }

  private Outgoing in(Person person, Duration idle, Incoming request) {
    String secret = sessions.begin(person, idle);
    return Outgoing.seeOther("/")
        .with(
            "Set-Cookie",
            cookies.kept(Cookies.SESSION, secret, Sessions.LONGEST, request.caller()));
  }

  /** One form for all tabs of a browser, as long as it is there. */
  private Outgoing page(int status, String wrong, Incoming request) {
    String before = cookies.value(Cookies.FORM, request);
    String form = before.matches("[A-Za-z0-9_-]{43}") ? before : sessions.secret();
    return Outgoing.of(
            status,
            "text/html; charset=utf-8",
            pages.login(
                assets.folder(),
                new LoginView(
                    form,
                    !accounts.all().isEmpty(),
                    !request.caller().outside(),
                    provider == null ? "" : provider.name(),
                    wrong)))
        .with("Set-Cookie", cookies.kept(Cookies.FORM, form, Sessions.LONGEST, request.caller()));
  }
}
