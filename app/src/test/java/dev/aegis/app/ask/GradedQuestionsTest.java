package dev.aegis.app.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.ask.GradedQuestions.Grade;
import dev.aegis.app.ask.GradedQuestions.Graded;
import dev.aegis.app.testkit.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The grades of docs/questions.md are what is measured here, and never worse. */
class GradedQuestionsTest {
  @TempDir Path folder = Path.of("");

  @Test
  void answersAsManyQuestionsRightAsTheDocsSay() throws IOException, SQLException {
    StringBuilder table = new StringBuilder();
    for (String split : List.of("tuned", "untouched", "fresh", "fresh2")) {
      List<Graded> all = new ArrayList<>();
      for (String set : List.of("shop", "depot")) {
        Path data =
            set.equals("shop")
                ? AskedData.shop(folder.resolve(set))
                : AskedData.depot(folder.resolve(set));
        try (GradedQuestions questions =
            set.equals("shop") ? GradedQuestions.shop(data) : GradedQuestions.depot(data)) {
          all.addAll(questions.grade(set + "-" + split + ".txt"));
        }
      }
      all.stream().filter(one -> one.grade() != Grade.RIGHT).forEach(System.out::println);
      Map<Grade, Integer> counts = GradedQuestions.counts(all);
      table.append(
          "| %s | %d | %d | %d | %d |%n"
              .formatted(
                  split,
                  all.size(),
                  counts.get(Grade.RIGHT),
                  counts.get(Grade.REFUSED),
                  counts.get(Grade.WRONG)));
    }
    System.out.print(table);

    assertThat(Repository.here().read("docs/questions.md")).contains(table.toString());
  }
}
