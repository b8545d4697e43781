import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares grades with those on record and fails when one has fallen: {@code java Grades.java
 * RECORD MEASURED}, two files with one line of JSON each.
 */
public final class Grades {
  private static final double ROUNDING = 0.011;
  private static final Set<String> FEWER_IS_BETTER = Set.of("decoysBlamed");
  private static final Pattern NUMBER = Pattern.compile("\"(\\w+)\":(-?[0-9.]+)");

  private Grades() {}

  public static void main(String[] files) throws IOException {
    Map<String, Double> record = numbers(files[0]);
    Map<String, Double> measured = numbers(files[1]);
    boolean fallen = record.isEmpty();
    for (Map.Entry<String, Double> each : record.entrySet()) {
      double found =
          measured.getOrDefault(
              each.getKey(),
              FEWER_IS_BETTER.contains(each.getKey())
                  ? Double.POSITIVE_INFINITY
                  : Double.NEGATIVE_INFINITY);
      boolean worse =
          FEWER_IS_BETTER.contains(each.getKey())
              ? found > each.getValue() + ROUNDING
              : found < each.getValue() - ROUNDING;
      if (worse) {
        System.out.println(each.getKey() + " went from " + each.getValue() + " to " + found);
        fallen = true;
      }
    }
    System.exit(fallen ? 1 : 0);
  }

  private static Map<String, Double> numbers(String file) throws IOException {
    Map<String, Double> numbers = new TreeMap<>();
    Matcher matcher = NUMBER.matcher(Files.readString(Path.of(file)));
    while (matcher.find()) {
      numbers.put(matcher.group(1), Double.valueOf(matcher.group(2)));
    }
    return numbers;
  }
}
