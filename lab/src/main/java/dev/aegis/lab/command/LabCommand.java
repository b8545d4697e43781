package dev.aegis.lab.command;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.LabRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.lab.acting.PlantApi.PlantUnreachableException;
import dev.aegis.room.RoomException;

/** What {@code aegis lab ...} does. */
public final class LabCommand implements LabRun {
  /** For {@link java.util.ServiceLoader}. */
  public LabCommand() {}

  @Override
  public ExitCode run(Options options, StateDirectory home, Streams streams) {
    try {
      return switch (options) {
        case Up up -> new UpCommand(home, streams).run(up);
        case Inject inject -> new UpCommand(home, streams).inject(inject);
        case Faults(boolean json) -> FaultList.show(json, streams);
        case Run run -> new FaultRun(home, streams).run(run);
        case Capture capture -> new FaultCapture(home, streams).run(capture);
        case Matrix matrix -> new MatrixRun(home, streams).run(matrix);
        case Rescore rescore -> new MatrixRescore(streams).run(rescore);
      };
    } catch (IntakeException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    } catch (RoomException | PlantUnreachableException e) {
      throw CommandFailure.from(e, ExitCode.INTERNAL);
    }
  }
}
