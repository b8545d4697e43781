package dev.aegis.app.notify;

import dev.aegis.app.scrape.BoundedHttp;
import dev.aegis.app.scrape.FetchException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.JsonNode;

/**
 * Tells one person what came of their answer, once and without a queue: what is lost here stands in
 * the room. Only the host of the channel itself is asked. Returns at once.
 */
public final class Outside implements AutoCloseable {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(5);
  private static final int AT_ONCE = 8;
  private static final int MOST = 16 << 10;

  private final BoundedHttp http = new BoundedHttp(TIME_LIMIT, "", null);
  private final Semaphore free = new Semaphore(AT_ONCE);

  /**
   * Tells.
   *
   * @param address as the other side gave it; another host than the channel's is not asked
   */
  public void tell(Channel channel, String address, JsonNode body) {
    URI url = of(channel, address);
    if (url != null && free.tryAcquire()) {
      Thread.ofVirtual()
          .name("answer")
          .start(() -> {
            try {
              Post post = Post.json(url, body);
              http.post(post.url(), post.headers(), post.body(), MOST);
            } catch (FetchException e) {
              // The room has it; there is nobody else to tell.
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              free.release();
            }
          });
    }
  }

  private static @org.jspecify.annotations.Nullable URI of(Channel channel, String address) {
    try {
      URI url = new URI(address);
      URI own = channel.connection().url();
      boolean same =
          own.getScheme().equals(url.getScheme())
              && own.getRawAuthority().equals(url.getRawAuthority());
      return same ? url : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
