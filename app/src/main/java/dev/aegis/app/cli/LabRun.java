package dev.aegis.app.cli;

import dev.aegis.app.host.StateDirectory;
import dev.aegis.room.Action;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Everything that is done with the lab, the small live production to break. The lab is not on the
 * product's class path: whoever brings it announces an implementation to {@link
 * java.util.ServiceLoader}.
 */
@FunctionalInterface
public interface LabRun {
  /**
   * Runs one of its commands to its end.
   *
   * @param home where state lies; a running lab is found again through it
   * @throws CommandFailure when it cannot, with a sentence for the user
   */
  ExitCode run(Options options, StateDirectory home, Streams streams);

  /** What stands before the pods of a region; the words of {@code --edge}. */
  enum Edge {
    /** The proxy that comes with the lab. */
    JETTY,
    /** HAProxy as the machine has it, driven over its runtime socket. */
    HAPROXY
  }

  /** What was asked for: one variant a command. Faults are ids or paths; the lab checks them. */
  sealed interface Options {}

  /**
   * Start the lab and be on call for it, with the page, until the command is interrupted.
   *
   * @param seed for the random numbers; empty for the lab's own
   * @param port where the page is served on this machine; 0 for any that is free
   */
  record Up(Edge edge, OptionalLong seed, int port) implements Options {}

  /** Start a fault in the lab that is running. */
  record Inject(String fault) implements Options {}

  /**
   * List the faults that come with the lab.
   *
   * @param json one object a line instead of a table
   */
  record Faults(boolean json) implements Options {}

  /**
   * Start the lab, wait for normal, inject, let Aegis work until the incident is at its end.
   *
   * @param approve {@code AUTO} or {@code ASK}
   * @param seed for the random numbers; empty for the lab's own
   * @param remember whether rooms are kept with those of earlier runs, and recalled
   * @param json one room message a line instead of the transcript, a summary last
   */
  record Run(
      String fault,
      Edge edge,
      ApprovalMode approve,
      OptionalLong seed,
      boolean remember,
      boolean json)
      implements Options {
    public Run {
      if (approve == ApprovalMode.DENY) {
        throw new IllegalArgumentException("expected an approval by auto or ask, found deny");
      }
    }
  }

  /**
   * Start the lab, inject, and keep what was measured as {@code investigate} reads it.
   *
   * @param out the directory it is written to
   * @param seconds how long it goes on after the fault was noticed for certain, above 0
   */
  record Capture(String fault, Path out, int seconds, Edge edge, OptionalLong seed)
      implements Options {
    /** As long as Aegis needs until it judges. */
    public static final int SECONDS = 6;

    public Capture {
      if (seconds < 1) {
        throw new IllegalArgumentException("expected 1 second or more, found " + seconds);
      }
    }
  }

  /**
   * Set every fault against every action: record, judge by the twin, act for real, measure.
   *
   * @param faults ids or paths; empty for all that come with the lab
   * @param actions empty for every action that can be tried on the fault
   * @param repeat how often each pair is run, 1 or more
   * @param out one JSON line a pair; a run that was interrupted goes on where the file ends
   * @param json progress and the table of errors as JSON lines instead of text
   */
  record Matrix(
      List<String> faults,
      List<Action.Kind> actions,
      int repeat,
      Path out,
      Edge edge,
      OptionalLong seed,
      boolean json)
      implements Options {
    public Matrix {
      faults = List.copyOf(faults);
      actions = List.copyOf(actions);
      if (repeat < 1) {
        throw new IllegalArgumentException("expected 1 repetition or more, found " + repeat);
      }
    }
  }

  /**
   * Judge again what a matrix has recorded, without running the lab.
   *
   * @param recorded the file that {@link Matrix} wrote
   * @param faults those to judge; empty for all in the file
   * @param actions those to judge; empty for all in the file
   * @param seed for the random numbers; empty for the lab's own
   * @param json one JSON line a pair and a summary last instead of text
   */
  record Rescore(
      Path recorded,
      List<String> faults,
      List<Action.Kind> actions,
      OptionalLong seed,
      boolean json)
      implements Options {
    public Rescore {
      faults = List.copyOf(faults);
      actions = List.copyOf(actions);
    }
  }
}
