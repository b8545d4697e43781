package dev.aegis.app.serve;

import dev.aegis.app.access.Accounts;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.oncall.AskedOnPage;
import dev.aegis.app.page.HealthView;
import dev.aegis.app.page.Pages;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Serves the rooms of a journal as pages, on this machine alone, and nothing else. */
public final class PageServer implements AutoCloseable {
  /** Who loads a page again is gone for less than this. */
  private static final Duration GONE = Duration.ofSeconds(10);

  private final PageRoutes routes;
  private final LocalBus bus;
  private final Web web;
  private final OneTimeLogin login;

  private PageServer(PageRoutes routes, LocalBus bus, Web web, OneTimeLogin login) {
    this.routes = routes;
    this.bus = bus;
    this.web = web;
    this.login = login;
  }

  /**
   * Listens.
   *
   * @param port 0 for any that is free
   * @param clock of the rooms
   * @param asked takes what people answer and ask
   * @param health what is watched, as of now
   * @param notices takes a sentence that has to be told, such as the next login link
   * @throws dev.aegis.app.cli.CommandFailure when the port is taken
   */
  public static PageServer start(
      int port,
      Journal journal,
      StateDirectory home,
      InstantSource clock,
      AskedOnPage asked,
      Supplier<HealthView> health,
      Consumer<String> notices) {
    LocalBus bus = new LocalBus(journal, (_, _, _) -> {});
    Pages pages = new Pages();
    OneTimeLogin login = new OneTimeLogin(link -> notices.accept("for another browser: " + link));
    PageRoutes routes =
        new PageRoutes(
            new ShownRooms(journal, bus, pages),
            pages,
            new Entrance(login, new Accounts(home), pages, InstantSource.system()),
            new PageForms(_ -> asked, home, clock),
            home,
            clock,
            health);
    Web web =
        Web.start(
            port,
            routes.all("Aegis shows its rooms to browsers here."),
            routes::nowhere,
            new Traffic(notices));
    login.at(web.address());
    return new PageServer(routes, bus, web, login);
  }

  /** The link that lets in the next browser. */
  public URI link() {
    return login.link();
  }

  /** Where it listens. */
  public URI address() {
    return web.address();
  }

  /** Waits until somebody has entered, for so long at most; whether somebody has. */
  public boolean awaitVisitor(Duration most) throws InterruptedException {
    return login.awaitVisitor(most);
  }

  /** Waits until nobody looks on any more, for so long at most. */
  public void awaitAlone(Duration most) throws InterruptedException {
    web.awaitNoReaders(GONE, most);
  }

  /** All that is served; for tests. */
  List<Route> routes() {
    return web.routes();
  }

  /** How many look on; for tests. */
  int readers() {
    return web.readers();
  }

  /** Drops whoever takes nothing for so long; for tests. */
  void dropIdleAfter(Duration idle) {
    web.dropIdleAfter(idle);
  }

  /** Ends every connection, as a network would; for tests. */
  void dropReaders() {
    web.dropConnections();
  }

  @Override
  public void close() {
    routes.close();
    web.close();
    bus.close();
  }
}
