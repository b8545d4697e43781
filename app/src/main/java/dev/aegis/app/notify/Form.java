package dev.aegis.app.notify;

import dev.aegis.notice.Notice;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * How a notice is written for one kind of channel. Words of others stay words: each form
 * neutralises what would be a mention, a link or a command in it. Pure.
 */
@FunctionalInterface
interface Form {
  Post post(Notice notice, Optional<URI> page, Instant now);

  /** The form of a channel that is reached by HTTP. */
  static Form of(Channel channel) {
    Connection to = channel.connection();
    return switch (channel.kind()) {
      case PAGERDUTY -> new PagerDutyEvent(to);
      case OPSGENIE -> new OpsgenieAlert(to);
      case WEBHOOK -> new SignedEvent(to);
      case SLACK -> new SlackBlocks(to, channel.answering().isPresent());
      case DISCORD -> new DiscordEmbed(to);
      case TELEGRAM -> new TelegramText(to, channel.answering().isPresent());
      case WHATSAPP -> new TwilioMessage(to);
      case TEAMS -> new TeamsCard(to);
      case EMAIL -> throw new IllegalArgumentException("expected a channel of HTTP, found email");
    };
  }
}
