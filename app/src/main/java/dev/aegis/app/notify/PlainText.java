package dev.aegis.app.notify;

import dev.aegis.notice.Notice;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** Text for apps that make links, mentions and commands of what looks like one. */
final class PlainText {
  /** Is not seen and breaks a word. */
  private static final String JOINER = "\u2060";

  private static final Pattern SPECIAL =
      Pattern.compile("@|://|[*_~`]|(?<![\\p{L}\\d])[/#$](?=\\p{L})");
  private static final Pattern DOMAIN = Pattern.compile("(?<=[\\p{L}\\d])\\.(?=\\p{L}{2})");

  private PlainText() {}

  /** Headline, detail and link, a line each. */
  static String of(Notice notice, Optional<URI> page, String last, int most) {
    String end = page.map(link -> "\n" + link).orElse("") + last;
    String text = inert(notice.headline()) + "\n" + inert(notice.detail());
    return Notice.cut(text.strip(), most - end.length()) + end;
  }

  static String inert(String words) {
    String whole =
        SPECIAL
            .matcher(words)
            .replaceAll(
                found -> found.group().substring(0, 1) + JOINER + found.group().substring(1));
    return DOMAIN.matcher(whole).replaceAll("." + JOINER);
  }
}
