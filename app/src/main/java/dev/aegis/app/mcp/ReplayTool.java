package dev.aegis.app.mcp;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.ReplayRun;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.replay.IncidentReplay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * {@code replay_fixes}: what would have come of a fix, by the replay. One at a time, since each
 * takes every processor. Safe for use by several threads.
 */
final class ReplayTool {
  /** After so long no further replication is begun. */
  static final Duration MOST = Duration.ofSeconds(60);

  private static final int MOST_FIXES = 4;
  private static final int LONGEST_FIX = 200;

  private final IncidentReplay replay;
  private final Semaphore free = new Semaphore(1);

  ReplayTool(StateDirectory home) {
    this.replay = new IncidentReplay(home, MOST);
  }

  ReadTool tool() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("incident", Schemas.INCIDENT);
    arguments.put(
        "fixes",
        Schemas.texts(
            "Such as scale_pods=12, rollback_deploy, failover_region=us-west-2, shed_load=20%,"
                + " set_flag retries=off. Default: those that were considered then.",
            MOST_FIXES, LONGEST_FIX));
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("incident", Schemas.text("Its id."));
    results.put("seed", Schemas.text("Of the random numbers: the incident's own."));
    results.put(
        "fixes",
        Schemas.objects(
            "Each: action, describes, at (when it would have begun), then (what the replay said in"
                + " the incident, null where it was not asked), now (verdict, reason, sentence,"
                + " probability and the other figures)."));
    return new ReadTool(
        "replay_fixes",
        "What-if on a past incident",
        "Judges fixes on a past incident in the replay, as of then: PASS, REJECT or ABSTAIN, and"
            + " why. Nothing is carried out. Takes some seconds, at most "
            + MOST.toSeconds()
            + ", one at a time.",
        arguments,
        List.of("incident"),
        results,
        this::judge);
  }

  private ReadTool.Shown judge(Arguments arguments) {
    String incident = arguments.incident().value();
    List<String> fixes = arguments.texts("fixes", MOST_FIXES, LONGEST_FIX);
    if (!free.tryAcquire()) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "expected no other replay to run, found one; try again in a while");
    }
    try {
      ReplayRun.Options options =
          new ReplayRun.Options(incident, fixes, OptionalLong.empty(), true);
      return shown(incident, Heard.of(streams -> replay.run(options, streams)));
    } finally {
      free.release();
    }
  }

  private static ReadTool.Shown shown(String incident, Heard json) {
    List<Map<String, @Nullable Object>> judged = new ArrayList<>();
    List<String> text = new ArrayList<>();
    List<String> lines = json.lines();
    for (String line : lines.subList(0, lines.size() - 1)) {
      Map<String, @Nullable Object> fix = Fields.of(line);
      Map<String, @Nullable Object> now = figures(fix.get("now"));
      fix.put("now", now);
      judged.add(fix);
      text.add(now.get("verdict") + "  " + fix.get("describes"));
      text.add("  " + now.get("sentence"));
      text.add("  probability of holding the SLO " + now.get("probability"));
      text.add("  as of " + fix.get("at") + (fix.get("then") == null ? "" : ", judged then, too"));
    }
    text.addAll(json.notes());
    Map<String, @Nullable Object> structured = new LinkedHashMap<>();
    structured.put("incident", incident);
    structured.put("seed", seed(lines.getLast()));
    structured.put("fixes", judged);
    return new ReadTool.Shown(String.join("\n", text), structured);
  }

  private static String seed(String summary) {
    return Fields.of(summary).get("summary") instanceof Map<?, ?> all
        ? String.valueOf(all.get("seed"))
        : "";
  }

  /** Without the curves, which are drawn. */
  private static Map<String, @Nullable Object> figures(@Nullable Object now) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    if (now instanceof Map<?, ?> all) {
      all.forEach((name, value) -> {
        if (!(value instanceof Map) && !(value instanceof Collection)) {
          kept.put(String.valueOf(name), value);
        }
      });
    }
    return kept;
  }
}
