package dev.aegis.app.intake;

/** What the content of a file turned out to be. */
enum Format {
  EMPTY("empty"),
  BINARY("binary"),
  UTF_16("UTF-16"),
  JSON_LINES("JSON lines"),
  JSON("JSON"),
  TABLE("table"),
  LOG("log lines");

  private final String title;

  Format(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
