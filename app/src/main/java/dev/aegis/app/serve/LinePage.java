package dev.aegis.app.serve;

import dev.aegis.app.page.Pages;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is answered in a line, as a page with a way on, for a browser that goes where a form or a
 * link leads. The scripts of our pages ask for no page and get the line.
 */
final class LinePage {
  private static final String HTML = "text/html; charset=utf-8";

  /** The page that a form of a room or of an incident stands on. */
  private static final Pattern FORM =
      Pattern.compile(
          "(/rooms/[A-Z0-9-]{1,32})/(?:answer|ask|challenge)|(/incidents/[A-Z0-9-]{1,32}/[a-z]{1,32})");

  private final Pages pages;
  private final String assets;

  /**
   * @param assets the folder of the style sheet
   */
  LinePage(Pages pages, String assets) {
    this.pages = pages;
    this.assets = assets;
  }

  /** The answer itself where it is no line, or is asked for as a file. */
  Outgoing of(Incoming request, Outgoing answer) {
    boolean file = request.method().equals("GET") && answer.status() < 400;
    if (file
        || !request.header("Accept").contains("text/html")
        || !Outgoing.TEXT.equals(answer.headers().get("Content-Type"))) {
      return answer;
    }
    Outgoing page =
        Outgoing.of(
            answer.status(),
            HTML,
            pages.notice(
                assets, title(request, answer.status()), sentence(answer), "", back(request)));
    answer
        .headers()
        .forEach((name, value) -> {
          if (!name.equals("Content-Type")) {
            page.with(name, value);
          }
        });
    return page;
  }

  private static String title(Incoming request, int status) {
    if (status < 300) {
      return "Taken";
    }
    if (request.method().equals("GET")) {
      return status == 404 ? "Nothing here" : "Not shown";
    }
    return "Not taken";
  }

  private static String sentence(Outgoing answer) {
    String line = new String(answer.body(), StandardCharsets.UTF_8).strip();
    String capital = line.substring(0, 1).toUpperCase(Locale.ROOT) + line.substring(1);
    return capital.endsWith(".") ? capital : capital + ".";
  }

  private static String back(Incoming request) {
    Matcher form = FORM.matcher(request.path());
    if (request.method().equals("GET") || !form.matches()) {
      return "/";
    }
    return form.group(1) == null ? form.group(2) : form.group(1);
  }
}
