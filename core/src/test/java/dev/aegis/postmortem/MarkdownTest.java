package dev.aegis.postmortem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkdownTest {

  @Test
  void leavesOrdinaryTextAsItIs() {
    String text = "p99 4.2 s (normally 220 ms), v2.3.1 - errors: 12.4 %; us-east-1 → us-west-2";
    assertThat(Markdown.text(text)).isEqualTo(text);
    assertThat(Markdown.text("0.97")).isEqualTo("0.97");
  }

  @Test
  void takesTheMeaningFromMarkup() {
    assertThat(Markdown.text("<b>&lt;")).isEqualTo("&lt;b&gt;&amp;lt;");
    assertThat(Markdown.text("[a](b) ![c](d)")).isEqualTo("\\[a\\](b) !\\[c\\](d)");
    assertThat(Markdown.text("# h")).isEqualTo("\\# h");
    assertThat(Markdown.text("- x")).isEqualTo("\\- x");
    assertThat(Markdown.text("1. x")).isEqualTo("1\\. x");
    assertThat(Markdown.text("a|b")).isEqualTo("a\\|b");
    assertThat(Markdown.text("a\n\n# b\r\n```")).isEqualTo("a # b \\`\\`\\`");
  }

  @Test
  void letsNothingBecomeALinkOrAMention() {
    assertThat(Markdown.text("see https://evil.example")).isEqualTo("see https\\://evil.example");
    assertThat(Markdown.text("www.evil.example")).isEqualTo("www\\.evil.example");
    assertThat(Markdown.text("mailto:a@b.c")).isEqualTo("mailto\\:a@&#8203;b.c");
    assertThat(Markdown.text("@alice")).isEqualTo("@&#8203;alice");
  }

  @Test
  void showsWhatATerminalWouldObey() {
    assertThat(Markdown.text("a\u001b[31mb\u202ec")).isEqualTo("au+001b\\[31mbu+202ec");
  }

  @Test
  void fencesCodeByMoreBackticksThanItHolds() {
    assertThat(Markdown.code("a``b")).isEqualTo("```a``b```");
    assertThat(Markdown.code("`")).isEqualTo("`` ` ``");
    Markdown page = new Markdown();
    page.code("sql`\n", "x\n````\n# not a heading\u0007");
    assertThat(page.toString()).isEqualTo("`````sql\nx\n````\n# not a headingu+0007\n`````\n");
  }

  @Test
  void neverLeavesItsLineOrItsCell() {
    long seed = 7;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String alphabet = "ab \n\r\t|\\`<>&[]()!*_~#-+=.:/@1$\u2028\u0085\u001b\u202e";
    for (int round = 0; round < 5000; round++) {
      StringBuilder any = new StringBuilder();
      for (int i = random.nextInt(30); i >= 0; i--) {
        any.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String text = Markdown.text(any.toString());
      assertThat(text.lines().count()).as(text).isLessThanOrEqualTo(1);
      assertThat(unescaped(text, '|')).as(text).isFalse();
      assertThat(unescaped(text, '`')).as(text).isFalse();
      assertThat(unescaped(text, '[')).as(text).isFalse();
      assertThat(text).doesNotContain("<", ">", "\u001b", "\u202e", "\u2028");
    }
  }

  private static boolean unescaped(String text, char wanted) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == wanted) {
        return true;
      }
    }
    return false;
  }
}
