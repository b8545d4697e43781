package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.access.Account;
import dev.aegis.app.access.Accounts;
import dev.aegis.app.access.Right;
import dev.aegis.app.access.Role;
import dev.aegis.app.intake.CleanText;
import dev.aegis.app.notify.Answers;
import dev.aegis.app.page.DecisionCard;
import dev.aegis.incident.Incident;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What people answer in a channel that proves who they are: somebody there is an account here, with
 * the right to decide, or nobody. From there on an answer goes through the same door as that of a
 * page.
 */
final class ChannelAnswers {
  static final String NOT_KNOWN =
      "nobody here knows you: your id there has to stand under people of this channel in"
          + " aegis.yaml, with an account that may approve; nothing was done";

  private final Supplier<List<Incident>> newest;
  private final Function<String, Optional<Incident>> rooms;
  private final Accounts accounts;
  private final ApprovalDoor door;

  /**
   * @param newest incidents
   * @param rooms an incident by the name of its room
   */
  ChannelAnswers(
      Supplier<List<Incident>> newest,
      Function<String, Optional<Incident>> rooms,
      Accounts accounts,
      ApprovalDoor door) {
    this.newest = newest;
    this.rooms = rooms;
    this.accounts = accounts;
    this.door = door;
  }

  /**
   * What somebody answers.
   *
   * @param person by their id there
   * @param room the name of the incident; empty to look for it by the plan
   * @param plan the hash, or its first characters where no room is named
   * @param typed what was typed beside it; for a plan whose target has to be typed
   * @param where it was said, for the record
   */
  record Said(
      String person, String room, String plan, boolean granted, String typed, String where) {}

  /** What came of it, in words. */
  String answer(Answers channel, Said said) {
    Optional<Account> account =
        Optional.ofNullable(channel.people().get(said.person())).flatMap(accounts::find);
    if (account.isEmpty()) {
      return NOT_KNOWN;
    }
    if (!account.get().role().may(Right.DECIDE)) {
      return "this needs the role "
          + Role.least(Right.DECIDE).word()
          + ", you are "
          + account.get().role().word()
          + "; nothing was done";
    }
    Optional<Incident> incident =
        said.room().isEmpty() ? asking(said.plan()) : rooms.apply(said.room());
    if (incident.isEmpty()) {
      return "no plan that begins with "
          + CleanText.line(said.plan(), 8)
          + " is asked for; nothing was done";
    }
    return answer(incident.get(), said, account.get().name());
  }

  private String answer(Incident incident, Said said, String name) {
    String plan = said.room().isEmpty() ? asked(incident) : said.plan();
    String refusal = door.refusal(incident, plan, said.granted());
    if (!refusal.isEmpty()) {
      return refusal;
    }
    String confirm =
        incident.approvalRequest().map(r -> DecisionCard.confirm(incident, r.plan())).orElse("");
    if (said.granted() && !said.typed().equals(confirm)) {
      return said.room().isEmpty()
          ? "to approve this, add " + confirm + " behind the plan; nothing was done"
          : "this plan is severe: approve it on the page of "
              + said.room()
              + ", where "
              + confirm
              + " has to be typed; nothing was done";
    }
    Approval approval = new Approval(plan, said.granted(), name, "in " + said.where());
    return new String(door.taken(incident, approval).body(), UTF_8).strip();
  }

  private static String asked(Incident incident) {
    return incident.approvalRequest().map(ApprovalRequest::planHash).orElse("");
  }

  /** The only open request whose hash begins so. */
  private Optional<Incident> asking(String prefix) {
    List<Incident> found =
        newest.get().stream()
            .filter(i -> i.openRequest().isPresent() && !i.phase().terminal())
            .filter(i -> asked(i).startsWith(prefix))
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }
}
