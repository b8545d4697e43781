package dev.aegis.app.serve;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.ServeRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.notify.Channel;
import dev.aegis.app.notify.Trial;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code aegis messages test}: sends one real message to a channel, and says what came of it. */
public final class ChannelTrial {
  /** Sends; BAD_INPUT when there is no such channel, or when it did not take it. */
  public ExitCode run(ServeRun.Options options, Streams streams) {
    List<Channel> channels = Serve.read(Serve.file(options.config())).messages().channels();
    Channel channel =
        channels.stream()
            .filter(each -> each.name().equals(options.channel()))
            .findFirst()
            .orElseThrow(() -> new CommandFailure(ExitCode.BAD_INPUT, unknown(channels, options)));
    try {
      Optional<String> why = Trial.send(channel, Instant.now());
      if (why.isEmpty()) {
        streams.out().println("taken    " + channel.words());
        return ExitCode.DONE;
      }
      streams.out().println("refused  " + channel.words() + ": " + why.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.BAD_INPUT;
  }

  private static String unknown(List<Channel> channels, ServeRun.Options options) {
    return "expected a channel of messages in aegis.yaml, found "
        + options.channel()
        + (channels.isEmpty()
            ? "; there are none, see docs/messages.md"
            : "; there are " + String.join(", ", channels.stream().map(Channel::name).toList()));
  }
}
