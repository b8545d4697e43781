package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Action;
import dev.aegis.room.Execution;
import dev.aegis.room.RoomMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One step of a plan and how far it has come.
 *
 * @param number from 1
 * @param undo whether it takes the plan back
 * @param what the step
 * @param tone {@code good} when seen done, {@code alarm} when unknown, {@code bad} when refused,
 *     {@code act} while under way, {@code calm} while it waits
 * @param state its newest state in words
 * @param links each state it went through with its time
 */
public record StepView(
    int number, boolean undo, String what, String tone, String state, List<String> links) {
  public StepView {
    links = List.copyOf(links);
  }

  /** The steps of every plan that was begun, and of the one that is asked for. */
  public static List<StepView> of(Incident incident) {
    List<StepView> steps = new ArrayList<>();
    for (Execution e : incident.steps()) {
      steps.add(
          new StepView(
              e.step() + 1,
              e.undo(),
              Said.inert(e.action().describe()),
              tone(e.state()),
              words(e.state()),
              links(incident, e)));
    }
    if (steps.isEmpty()) {
      incident.approvalRequest().ifPresent(request -> planned(request.plan().action(), steps));
    }
    return List.copyOf(steps);
  }

  private static void planned(Action action, List<StepView> steps) {
    for (Action step : action.steps()) {
      steps.add(
          new StepView(
              steps.size() + 1,
              false,
              Said.inert(step.describe()),
              "calm",
              "not begun",
              List.of()));
    }
  }

  private static List<String> links(Incident incident, Execution newest) {
    List<String> links = new ArrayList<>();
    for (RoomMessage message : incident.log()) {
      if (message.payload() instanceof Execution e
          && e.planHash().equals(newest.planHash())
          && e.undo() == newest.undo()
          && e.step() == newest.step()) {
        links.add(Figures.time(message.ts()) + " " + e.state().name().toLowerCase(Locale.ROOT));
      }
    }
    return links;
  }

  private static String tone(Execution.State state) {
    return switch (state) {
      case ARMED, DISPATCHED -> "act";
      case OBSERVED -> "good";
      case REFUSED -> "bad";
      case UNKNOWN -> "alarm";
    };
  }

  private static String words(Execution.State state) {
    return switch (state) {
      case ARMED -> "written down, about to be sent";
      case DISPATCHED -> "sent; waiting until the target shows it";
      case OBSERVED -> "seen done";
      case REFUSED -> "refused, nothing was done";
      case UNKNOWN -> "UNKNOWN, nobody can tell";
    };
  }
}
