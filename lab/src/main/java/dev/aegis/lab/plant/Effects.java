package dev.aegis.lab.plant;

import dev.aegis.lab.fault.Effect;
import java.util.List;

/** Effects as a process is told them: one a line, the whole set each time. */
final class Effects {
  private Effects() {}

  static List<Effect> parse(String text) {
    return text.lines().filter(line -> !line.isBlank()).map(Effect::fromLine).toList();
  }

  static String toText(List<Effect> effects) {
    StringBuilder text = new StringBuilder();
    effects.forEach(effect -> text.append(effect.toLine()).append('\n'));
    return text.toString();
  }
}
