package dev.aegis.app.bandbus;

import dev.aegis.app.band.wire.ChatMessage;
import dev.aegis.app.band.wire.Mention;
import dev.aegis.app.host.Contribution;
import dev.aegis.app.intake.CleanText;
import dev.aegis.room.Handle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a message, and what a person means by them.
 *
 * @param whole one line, with names in the place of tokens
 * @param said the same of at most {@link Contribution#LONGEST} characters
 * @param bare the same without the mentions at its beginning
 */
record SpokenWords(String whole, String said, String bare) {
  private static final int LONGEST = 16_384;
  private static final Pattern MENTIONS = Pattern.compile("^(?:@\\S+[\\s,:]*)+");
  private static final Pattern GRANT = Pattern.compile("(?i)approve\\s+([0-9a-f]{8})[.!]?");
  private static final Pattern REFUSAL =
      Pattern.compile(
          "(?i)(?:reject|rejected|deny|denied|decline|declined|disapprove|refuse|no|nope|don't|do"
              + " not|stop|cancel|abort|veto)\\b.*");
  private static final Pattern CHALLENGE =
      Pattern.compile("(?i)challenge\\s+#?([0-9]{1,9})\\b[\\s:,]*(.*)");

  /** The words of a message, with our agents under their handles. */
  static SpokenWords of(ChatMessage message, BandSettings settings) {
    String text = message.content();
    for (Mention mention : message.mentions()) {
      String name =
          settings
              .agent(mention.id())
              .map(Handle::name)
              .orElse("@" + CleanText.name(mention.name()));
      text = text.replace(mention.token(), name).replace("@" + mention.handle(), name);
    }
    String whole = CleanText.line(text, LONGEST);
    String shown = whole.isEmpty() ? "…" : whole;
    return new SpokenWords(
        shown,
        CleanText.line(shown, Contribution.LONGEST),
        MENTIONS.matcher(shown).replaceFirst("").strip());
  }

  /** Whether our own server says that a key posted it, which may be a script's. */
  static boolean isOfAScript(ChatMessage message) {
    return message.metadata().path("aegis").path("with").asString("").equals("key");
  }

  /** The beginning of the hash that is approved; only this form approves. */
  Optional<String> grants() {
    Matcher grant = GRANT.matcher(bare);
    return grant.matches()
        ? Optional.of(grant.group(1).toLowerCase(java.util.Locale.ROOT))
        : Optional.empty();
  }

  /** Whether it says yes to a plan by its hash, or no. */
  boolean answers() {
    return grants().isPresent() || REFUSAL.matcher(bare).matches();
  }

  boolean asks() {
    return bare.endsWith("?");
  }

  /** The place in the log of a claim that is doubted. */
  Optional<Long> challenges() {
    Matcher challenge = CHALLENGE.matcher(bare);
    return challenge.matches() ? Optional.of(Long.parseLong(challenge.group(1))) : Optional.empty();
  }

  /** Why it is doubted. */
  String reason() {
    Matcher challenge = CHALLENGE.matcher(bare);
    return challenge.matches() && !challenge.group(2).isBlank() ? challenge.group(2) : said;
  }
}
