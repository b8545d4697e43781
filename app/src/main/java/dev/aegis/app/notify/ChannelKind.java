package dev.aegis.app.notify;

import dev.aegis.notice.Topic;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The forms in which a message is sent. */
public enum ChannelKind {
  PAGERDUTY(true),
  OPSGENIE(true),
  WEBHOOK(false),
  SLACK(false),
  DISCORD(false),
  TELEGRAM(false),
  WHATSAPP(false),
  TEAMS(false),
  EMAIL(false);

  private final boolean wakes;

  ChannelKind(boolean wakes) {
    this.wakes = wakes;
  }

  /** The name in files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<ChannelKind> of(String word) {
    return Arrays.stream(values()).filter(k -> k.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(ChannelKind::word).toList();
  }

  /** What such a channel can be told: a pager only what wakes somebody, and what becomes of it. */
  Set<Topic> takes() {
    Set<Topic> all = EnumSet.allOf(Topic.class);
    return wakes
        ? all.stream()
            .filter(t -> t.pages() || t.settles() || t == Topic.ANSWERED || t == Topic.TEST)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Topic.class)))
        : all;
  }
}
