package dev.aegis.app.serve;

import dev.aegis.app.band.wire.WireJson;
import dev.aegis.app.testkit.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/**
 * A thousand agents outside at once, in ten chats: how soon each hears a message that mentions it,
 * and how long the durable steps of their answers take. Server and agents share the machine and
 * this process.
 */
final class BandTimes {
  private static final int CHATS = 10;
  private static final int AGENTS_OF_CHAT = 100;

  private BandTimes() {}

  public static void main(String[] arguments) throws Exception {
    Path user = Files.createTempDirectory(Path.of("app/target"), "band");
    Path home = Files.createDirectories(user.resolve(".aegis"));
    try (Served served = Served.start(home, "services: [checkout.yaml]\n");
        ExecutorService agents = Executors.newVirtualThreadPerTaskExecutor()) {
      List<BandClient> users = new ArrayList<>();
      List<List<BandClient>> members = new ArrayList<>();
      List<String> chats = new ArrayList<>();
      for (int c = 0; c < CHATS; c++) {
        BandClient owner = client(served, user, "user", "key", "user-" + c, "--json");
        users.add(owner);
        String chat = owner.post("me/chats", "{\"chat\":{}}").data().path("id").asString();
        chats.add(chat);
        List<BandClient> of = new ArrayList<>();
        for (int a = 0; a < AGENTS_OF_CHAT; a++) {
          BandClient agent =
              client(
                  served,
                  user,
                  "agent",
                  "add",
                  "agent-" + c + "-" + a,
                  "--description",
                  "x",
                  "--json");
          of.add(agent);
          owner.post(
              "me/chats/" + chat + "/participants",
              "{\"participant\":{\"participant_id\":\"" + agent.id + "\"}}");
        }
        members.add(of);
      }
      measure(served, agents, users, members, chats);
    }
    System.exit(0);
  }

  private static BandClient client(Served served, Path user, String... command) {
    JsonNode made = WireJson.parse(Ran.aegis(user, command).out()).orElseThrow();
    return new BandClient(
        served.onDuty.address(), made.path("id").asString(), made.path("key").asString());
  }

  private static void measure(
      Served served,
      ExecutorService threads,
      List<BandClient> users,
      List<List<BandClient>> members,
      List<String> chats)
      throws Exception {
    long start = System.nanoTime();
    List<Callable<Boolean>> joining = new ArrayList<>();
    for (int c = 0; c < CHATS; c++) {
      String chat = chats.get(c);
      for (BandClient agent : members.get(c)) {
        joining.add(() -> {
          agent.get("agent/me");
          agent.connect("vsn=2.0.0", true);
          agent.join("1", "agent_control:" + agent.id);
          agent.join("2", "agent_rooms:" + agent.id);
          agent.join("3", "chat_room:" + chat);
          agent.heard();
          agent.heard();
          agent.heard();
          return agent.heard() != null;
        });
      }
    }
    all(threads, joining);
    print("all agents connected and joined, ms", List.of(millis(start)));
    System.out.printf(Locale.ROOT, "%-52s %8d%n", "sockets open", served.onDuty.band().connected());

    ConcurrentLinkedQueue<Double> heard = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Double> steps = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Integer> refused = new ConcurrentLinkedQueue<>();
    long[] said = new long[CHATS];
    List<Callable<Boolean>> answering = new ArrayList<>();
    for (int c = 0; c < CHATS; c++) {
      int at = c;
      for (BandClient agent : members.get(c)) {
        answering.add(() -> {
          JsonNode message = agent.heard("message_created").payload();
          heard.add(millis(said[at]));
          String id = message.path("id").asString();
          String base = "agent/chats/" + chats.get(at) + "/messages";
          for (String[] each :
              new String[][] {
                {base + "/" + id + "/processing", ""},
                {
                  base,
                  "{\"message\":{\"content\":\"seen\",\"mentions\":[{\"id\":\""
                      + users.get(at).id
                      + "\"}]}}"
                },
                {base + "/" + id + "/processed", ""}
              }) {
            long asked = System.nanoTime();
            int status = agent.post(each[0], each[1]).status();
            steps.add(millis(asked));
            if (status >= 300) {
              refused.add(status);
            }
          }
          return true;
        });
      }
    }
    List<Future<Boolean>> running = answering.stream().map(threads::submit).toList();
    long begun = System.nanoTime();
    for (int c = 0; c < CHATS; c++) {
      String mentions =
          String.join(",", members.get(c).stream().map(a -> "{\"id\":\"" + a.id + "\"}").toList());
      said[c] = System.nanoTime();
      users
          .get(c)
          .post(
              "me/chats/" + chats.get(c) + "/messages",
              "{\"message\":{\"content\":\"look\",\"mentions\":[" + mentions + "]}}");
    }
    for (Future<Boolean> each : running) {
      each.get();
    }
    print("from said to heard by each agent, ms", heard);
    print("a durable step (begun, answered, done), ms", steps);
    print("until all have begun, answered and are done, ms", List.of(millis(begun)));
    System.out.printf(Locale.ROOT, "%-52s %8d of %d%n", "steps", steps.size(), 3 * 1_000);
    System.out.printf(Locale.ROOT, "%-52s %8d%n", "of these refused", refused.size());
  }

  private static void all(ExecutorService threads, List<Callable<Boolean>> work) throws Exception {
    for (Future<Boolean> each : threads.invokeAll(work)) {
      each.get();
    }
  }

  private static double millis(long since) {
    return (System.nanoTime() - since) / 1e6;
  }

  private static void print(String what, Iterable<Double> values) {
    List<Double> all = new ArrayList<>();
    values.forEach(all::add);
    double[] sorted = all.stream().mapToDouble(d -> d).toArray();
    Arrays.sort(sorted);
    if (sorted.length == 1) {
      System.out.printf(Locale.ROOT, "%-52s %8.0f%n", what, sorted[0]);
    } else {
      System.out.printf(
          Locale.ROOT,
          "%-52s median %7.1f  p95 %7.1f  most %7.1f%n",
          what,
          sorted[sorted.length / 2],
          sorted[(int) (sorted.length * 0.95)],
          sorted[sorted.length - 1]);
    }
  }
}
