package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Log;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.Answer;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who reads a room as it goes on: the slow, and those who may no longer. */
@Timeout(120)
class RoomFeedTest {
  private static final Pattern PLACE = Pattern.compile("id: (\\d+)");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  @TempDir private Path home;
  private ShownLog shown;

  @BeforeEach
  void serve() {
    shown = new ShownLog(home);
  }

  @AfterEach
  void end() {
    client.close();
    shown.close();
  }

  private String entered() throws IOException, InterruptedException {
    String cookie =
        client
            .send(HttpRequest.newBuilder(shown.server.link()).build(), BodyHandlers.discarding())
            .headers()
            .firstValue("Set-Cookie")
            .orElseThrow();
    return cookie.substring(0, cookie.indexOf(';'));
  }

  private BufferedReader follow(RoomId room, String cookie, long after)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(shown.address("/rooms/" + room + "/events"))
            .header("Cookie", cookie)
            .header("Last-Event-ID", "" + after)
            .build();
    InputStream body = client.send(request, BodyHandlers.ofInputStream()).body();
    return new BufferedReader(new InputStreamReader(body, UTF_8));
  }

  /** The places of all messages until one. */
  private static List<Long> places(BufferedReader events, long last) throws IOException {
    List<Long> places = new ArrayList<>();
    while (places.isEmpty() || places.getLast() < last) {
      String line = events.readLine();
      if (line == null) {
        return places;
      }
      Matcher place = PLACE.matcher(line);
      if (place.matches()) {
        places.add(Long.parseLong(place.group(1)));
      }
    }
    return places;
  }

  /** What a person sees of it is cut; so many of them fill every buffer on the way to a viewer. */
  private static List<RoomMessage> much(int messages) {
    Log log = new Log("INC-2026-0001");
    RoomMessage first = Stories.waiting().getFirst();
    log.say(5, first.sender(), first.text(), first.payload());
    for (int i = 1; i < messages; i++) {
      String text = i + " " + "<&>".repeat(600);
      log.say(5 + i, Handle.DIAGNOSTICIAN, text, new Answer(text, List.of()));
    }
    return log.messages();
  }

  @Test
  void aViewerWhoTakesNothingIsDroppedAndCatchesUpWithoutALostOrDoubledMessage() throws Exception {
    shown.server.dropIdleAfter(Duration.ofMillis(500));
    List<RoomMessage> log = much(2_000);
    RoomId room = shown.say(log.subList(0, 2));
    String cookie = entered();
    long read;
    try (Socket slow = slow(room, cookie)) {
      read = firstPlace(slow);
      log.subList(2, log.size()).forEach(shown::say);

      while (shown.server.readers() > 0) {
        Thread.onSpinWait();
      }
      assertThat(rest(new BufferedReader(new InputStreamReader(slow.getInputStream(), UTF_8))))
          .doesNotContain("id: " + log.size() + "\n");
    }
    assertThat(read).isEqualTo(1);
    try (BufferedReader again = follow(room, cookie, read)) {
      assertThat(places(again, log.size()))
          .isEqualTo(LongStream.rangeClosed(read + 1, log.size()).boxed().toList());
    }
  }

  private Socket slow(RoomId room, String cookie) throws IOException {
    URI address = shown.address("/rooms/" + room + "/events");
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
    String request =
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n\r\n"
            .formatted(address.getPath(), address.getPort(), cookie);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Reads no further than the first message. */
  private static long firstPlace(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    Matcher place = PLACE.matcher(text);
    while (!place.reset(text).find()) {
      int read = socket.getInputStream().read();
      assertThat(read).isNotNegative();
      text.append((char) read);
    }
    return Long.parseLong(place.group(1));
  }

  @Test
  void aStreamEndsWithItsSessionAndTellsNothingMore() throws Exception {
    List<RoomMessage> log = Stories.waiting();
    RoomId room = shown.say(log.subList(0, 3));
    String cookie = entered();
    try (BufferedReader events = follow(room, cookie, 0)) {
      assertThat(places(events, 3)).containsExactly(1L, 2L, 3L);

      leave(cookie);
      log.subList(3, log.size()).forEach(shown::say);

      assertThat(rest(events)).doesNotContainPattern(PLACE);
    }
  }

  private static String rest(BufferedReader events) {
    StringBuilder rest = new StringBuilder();
    try {
      for (String line = events.readLine(); line != null; line = events.readLine()) {
        rest.append(line).append('\n');
      }
    } catch (IOException e) {
      // A connection that is cut ends the stream as well.
      rest.append(e.getMessage());
    }
    return rest.toString();
  }

  private void leave(String cookie) throws IOException, InterruptedException {
    String page =
        client
            .send(
                HttpRequest.newBuilder(shown.address("/"))
                    .header("Accept", "text/html")
                    .header("Cookie", cookie)
                    .build(),
                BodyHandlers.ofString())
            .body();
    Matcher csrf = Pattern.compile("<meta name=\"csrf\" content=\"([^\"]+)\">").matcher(page);
    assertThat(csrf.find()).isTrue();
    HttpRequest logout =
        HttpRequest.newBuilder(shown.address("/logout"))
            .header("Cookie", cookie)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("csrf=" + csrf.group(1)))
            .build();
    assertThat(client.send(logout, BodyHandlers.discarding()).statusCode()).isEqualTo(303);
  }
}
