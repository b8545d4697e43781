package dev.aegis.app.score.culprit;

import dev.aegis.app.cli.CommandFailure;
import java.util.List;
import java.util.Optional;

/** A benchmark as it lies in a folder. Cases and labels are read apart. */
public interface Benchmark {
  /** As it is typed. */
  String name();

  /**
   * The cases, by their ids; nothing of them is measured yet, and no label is read.
   *
   * @throws CommandFailure when the benchmark does not lie there
   */
  List<CaseFile> cases();

  /**
   * What broke in a case.
   *
   * @return empty when there is no label
   * @throws CommandFailure when the label cannot be read
   */
  Optional<Label> label(CaseFile file);

  /**
   * What broke.
   *
   * @param component which
   * @param kind what kind of fault it was, as far as the labels tell
   */
  record Label(String component, String kind) {}
}
