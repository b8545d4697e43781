package dev.aegis.app.scenario;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;

/** A process with one life to live in a world that it reaches over its standard streams. */
final class LifeChild {
  private LifeChild() {}

  /** Arguments: the state directory, the seed. */
  public static void main(String[] arguments) {
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
    @SuppressWarnings("resource")
    FileOutputStream pipe = new FileOutputStream(FileDescriptor.out);
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(pipe));
    System.setOut(System.err);
    FarWorld world = new FarWorld(in, out);
    Life.live(
        Life.scenario(),
        Long.parseLong(arguments[1]),
        Path.of(arguments[0]),
        world,
        (_, request) -> Approver.policy(true).answer(request, _ -> {}));
  }
}
