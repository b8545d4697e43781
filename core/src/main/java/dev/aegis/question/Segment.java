package dev.aegis.question;

import dev.aegis.question.Meaning.Particle;
import java.util.List;

/**
 * Words that belong together, with what they stand for.
 *
 * @param text as it was written
 * @param meaning the best of the longest match
 * @param values labels of the data with the same name, whatever else the words mean
 * @param plural whether the last word is a plural
 */
record Segment(String text, Meaning meaning, List<Meaning.Held> values, boolean plural) {
  Segment {
    values = List.copyOf(values);
  }

  boolean is(Particle key) {
    return meaning instanceof Meaning.Said said && said.key() == key;
  }

  boolean isAny(Particle... keys) {
    for (Particle key : keys) {
      if (is(key)) {
        return true;
      }
    }
    return false;
  }

  boolean isFiller() {
    return is(Particle.FILLER);
  }
}
