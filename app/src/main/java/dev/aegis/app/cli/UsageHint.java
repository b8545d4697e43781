package dev.aegis.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with the arguments, what was probably meant, and where the help is: one line. */
final class UsageHint {
  private UsageHint() {}

  static String of(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String meant = meant(e).map(word -> "; did you mean " + word + "?").orElse(".");
    return problem(e) + meant + " See '" + command + " --help'.";
  }

  private static String problem(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String first = unmatched.getUnmatched().getFirst();
      String kind =
          first.startsWith("-")
              ? "unknown option "
              : e.getCommandLine().getSubcommands().isEmpty()
                  ? "unexpected argument "
                  : "unknown command ";
      return kind + first;
    }
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      ArgSpec first = missing.getMissing().getFirst();
      return "expected "
          + first.paramLabel()
          + (first.isOption() ? " after " + name(first) : "")
          + ", found nothing";
    }
    return invalid(e);
  }

  private static String invalid(ParameterException e) {
    ArgSpec argument = e.getArgSpec();
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    if (argument == null || e.getValue() == null) {
      return message;
    }
    String where = argument.isOption() ? " for " + name(argument) : "";
    return "expected " + expected(argument) + where + ", found " + e.getValue();
  }

  /** The words themselves where there is a list of them and the label is not that list already. */
  private static String expected(ArgSpec argument) {
    List<String> words = words(argument);
    return words.isEmpty() || argument.paramLabel().contains("|")
        ? argument.paramLabel()
        : String.join("|", words);
  }

  private static List<String> words(ArgSpec argument) {
    if (argument.paramLabel().contains("|")) {
      return List.of(argument.paramLabel().split("\\|"));
    }
    List<String> words = new ArrayList<>();
    if (argument.completionCandidates() != null) {
      argument.completionCandidates().forEach(words::add);
    }
    return words;
  }

  private static String name(ArgSpec argument) {
    return argument.isOption()
        ? ((CommandLine.Model.OptionSpec) argument).longestName()
        : argument.paramLabel();
  }

  private static Optional<String> meant(ParameterException e) {
    ArgSpec argument = e.getArgSpec();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String first = unmatched.getUnmatched().getFirst();
      List<String> known = new ArrayList<>(e.getCommandLine().getSubcommands().keySet());
      known.addAll(e.getCommandLine().getCommandSpec().optionsMap().keySet());
      return Nearest.to(first.split("=", 2)[0], known);
    }
    if (argument != null && e.getValue() != null) {
      return Nearest.to(e.getValue().toLowerCase(Locale.ROOT), words(argument));
    }
    return Optional.empty();
  }
}
