package dev.aegis.app.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Makes the calling thread yield to everybody else on the machine. Java's own thread priorities do
 * nothing on Linux unless the process is privileged; there {@code setpriority(2)} with {@code who =
 * 0} means the calling thread, and being nicer is allowed to everyone.
 */
final class Niceness {
  private static final int PRIO_PROCESS = 0;
  private static final int CALLING_THREAD = 0;

  /** The nicest there is. */
  private static final int NICEST = 19;

  private Niceness() {}

  /**
   * Lowers the priority of the calling thread for the rest of its life.
   *
   * @return whether the system took it; where it did not, the thread runs on as before
   */
  static boolean lowerThisThread() {
    Optional<MethodHandle> call = setPriority();
    if (call.isEmpty()) {
      return false;
    }
    try {
      return (int) call.get().invokeExact(PRIO_PROCESS, CALLING_THREAD, NICEST) == 0;
    } catch (Throwable e) {
      return false;
    }
  }

  @SuppressWarnings("restricted")
  private static Optional<MethodHandle> setPriority() {
    if (!System.getProperty("os.name").startsWith("Linux")) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    SymbolLookup system = linker.defaultLookup();
    return system
        .find("setpriority")
        .map(address ->
            linker.downcallHandle(
                address,
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT)));
  }
}
