package dev.aegis.lab.service;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A process of one service. Prints {@code ready PORT} once it serves, and ends when its standard
 * input does, so that it never outlives whoever started it.
 */
public final class ServiceMain {
  private static final int USAGE = 2;
  private static final int FAILED = 1;
  private static final long TICK_MILLIS = 200;

  private ServiceMain() {}

  public static void main(String[] args) {
    try {
      int port = start(Arguments.of(args));
      System.out.println("ready " + port);
      System.out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
      Runtime.getRuntime().halt(0);
    } catch (RefusedException e) {
      end(USAGE, e);
    } catch (IOException | SQLException | RuntimeException e) {
      end(FAILED, e);
    }
  }

  private static void end(int code, Exception why) {
    System.err.println(why.getMessage());
    System.err.flush();
    Runtime.getRuntime().halt(code);
  }

  private static int start(Arguments arguments) throws IOException, SQLException {
    AtomicReference<Settings> settings = new AtomicReference<>(Settings.DEFAULTS);
    LogFile log = new LogFile(arguments.log(), arguments.pod());
    Effects effects = new Effects(arguments.pod(), settings::get);
    ServicePort port = new ServicePort();
    Dependencies dependencies =
        arguments.pod().service().equals("checkout-api") ? new Dependencies(settings::get) : null;
    Work work = work(arguments, settings, effects, log, dependencies);
    Mishaps mishaps = new Mishaps(effects, settings::get, log, !arguments.database().isEmpty());
    ServicePod pod =
        new ServicePod(
            arguments.pod(),
            new RequestSlots(arguments.slots(), arguments.queue()),
            mishaps,
            work,
            log,
            dependencies);
    port.serve(pod);
    port.told("/control/effects", effects::tell);
    port.told(
        "/control/settings",
        lines -> {
          Settings told = Settings.ofLines(lines);
          log.writeDebug(told.config("log.level").equals("debug"));
          settings.set(told);
        });
    if (dependencies != null) {
      port.told("/control/upstreams", dependencies::tell);
    }
    tick(pod, log);
    port.start();
    log.info("started version " + arguments.pod().version());
    return port.port();
  }

  private static Work work(
      Arguments arguments,
      AtomicReference<Settings> settings,
      Effects effects,
      LogFile log,
      @Nullable Dependencies dependencies)
      throws SQLException {
    if (dependencies != null) {
      return new CheckoutWork(dependencies, effects, log);
    }
    return switch (arguments.pod().service()) {
      case "payments" -> new PaymentWork();
      case "inventory" ->
          new InventoryWork(
              InventoryDatabase.open(arguments.database(), settings.get()),
              effects,
              settings::get,
              log);
      default ->
          throw new RefusedException(
              "--service: expected checkout-api, payments or inventory, found "
                  + arguments.pod().service());
    };
  }

  private static void tick(ServicePod pod, LogFile log) {
    Thread.ofPlatform()
        .daemon()
        .name("tick")
        .start(() -> {
          while (true) {
            try {
              Thread.sleep(TICK_MILLIS);
              pod.tick();
            } catch (InterruptedException e) {
              return;
            } catch (RuntimeException e) {
              log.error("the clock stumbled: " + e);
            }
          }
        });
  }
}
