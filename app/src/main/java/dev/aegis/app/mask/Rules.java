package dev.aegis.app.mask;

import dev.aegis.app.mask.Rule.Kind;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is hidden without being told to: what looks like a secret, a mail address or an address of a
 * machine. No part of a pattern may repeat without an end that is near, because anybody may write
 * the text.
 */
final class Rules {
  /** Words that name a secret beside them; a plural counts tokens and names none. */
  private static final String NAMED =
      "passw(?:or)?d|passwd|pwd|passphrase|secret|token(?!s\\b|[_-]?(?:count|limit|bucket))"
          + "|api[_-]?key|access[_-]?key|private[_-]?key|signing[_-]?key|credentials?"
          + "|authorization|session[_-]?id";

  /** What every such word has in it. */
  private static final String NAMING =
      "passw pwd passphrase secret token key credential authorization session";

  static final List<Rule> STANDARD =
      List.of(
          secret(
              "private_key",
              "-----begin",
              "(?s)-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----.{0,20000}?"
                  + "(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)"),
          secret(
              "url_password",
              "://",
              "\\b[A-Za-z][A-Za-z0-9+.-]{1,20}://([^\\s/@\"':]{0,100}:[^\\s/@\"']{1,300})@"),
          secret("cookie", "cookie", "(?i)\\bcookie[\"']?\\s{0,3}[:=]\\s{0,3}([^\\r\\n]{1,20000})"),
          secret("jwt", "eyj", "\\beyJ[A-Za-z0-9_-]{10,4000}(?:\\.[A-Za-z0-9_-]{0,4000}){0,2}"),
          secret(
              "token",
              "akia asia ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- xox k_live_ k_test_ sk- aiza"
                  + " npm_ hvs. hvb. sg. dop_v1_",
              "\\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{16,255}"
                  + "|github_pat_[A-Za-z0-9_]{16,255}|glpat-[A-Za-z0-9_-]{16,255}"
                  + "|xox[abeoprs]-[A-Za-z0-9-]{8,255}|[rs]k_(?:live|test)_[A-Za-z0-9]{8,255}"
                  + "|sk-[A-Za-z0-9_-]{20,255}|AIza[0-9A-Za-z_-]{30,255}|npm_[A-Za-z0-9]{30,255}"
                  + "|hv[sb]\\.[A-Za-z0-9_-]{20,255}|SG\\.[A-Za-z0-9_-]{16,255}"
                  + "|dop_v1_[a-f0-9]{40,255})"),
          secret(
              "named",
              NAMING,
              "(?i)(?:"
                  + NAMED
                  + ")[\\w.-]{0,20}[\"']?(?:\\s{0,3}[:=]\\s{0,3}|\\s{1,3}(?=[\"']))"
                  + "(?:(?:bearer|basic|token|digest)\\s{1,3})?"
                  + "(?:\"([^\"]{1,20000})|'([^']{1,20000})|([^\\s,;&\"'}\\])]{1,20000}))"),
          secret(
              "option", NAMING, "(?i)(?<!\\S)--?(?:" + NAMED + ")\\s{1,3}([^\\s-][^\\s]{0,20000})"),
          secret(
              "authorization",
              "bearer basic",
              "(?i:\\b(?:bearer|basic))\\s{1,3}"
                  + "((?=[^\\s]{0,100}[A-Z0-9=_])[A-Za-z0-9._~+/=-]{8,2000})"),
          new Rule(
              "email",
              Pattern.compile(
                  "[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\\.){1,8}[A-Za-z]{2,24}"),
              Kind.PSEUDONYM,
              List.of("@")),
          new Rule(
              "ip",
              Pattern.compile(
                  "(?<![\\w.])((?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}"
                      + "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d))(?![\\d]|\\.\\d)"
                      + "|(?<![\\w:.])((?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}"
                      + "|(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?"
                      + "::(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?)(?![\\w:])"),
              Kind.ADDRESS,
              List.of()));

  private Rules() {}

  /**
   * A secret.
   *
   * @param signs parted by blanks
   */
  private static Rule secret(String name, String signs, String pattern) {
    return new Rule(name, Pattern.compile(pattern), Kind.SECRET, List.of(signs.split(" ", -1)));
  }
}
