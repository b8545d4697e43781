package dev.aegis.lab.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
  private static String answered(String sent) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new HttpConnection(new ByteArrayInputStream(sent.getBytes(StandardCharsets.ISO_8859_1)), out)
        .serve(request ->
            Answer.ok(
                "<%s %s %s %s>"
                    .formatted(request.method(), request.path(), request.query(), request.body())));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void answersOneRequestAfterTheOther() throws Exception {
    String answers =
        answered(
            "PUT /a HTTP/1.1\r\ncontent-length: 3\r\n\r\nabc"
                + "GET /b?x=1 HTTP/1.1\r\nHost: here\r\n\r\n");
    assertThat(answers).contains("<PUT /a  abc>").contains("<GET /b x=1 >");
    assertThat(answers).contains("Content-Length: 13").doesNotContain("Connection: close");
  }

  @Test
  void hangsUpWhenTheClientWantsItTo() throws Exception {
    String answers =
        answered("GET /a HTTP/1.1\r\nConnection: close\r\n\r\nGET /b HTTP/1.1\r\n\r\n");
    assertThat(answers).contains("<GET /a  >").contains("Connection: close").doesNotContain("/b");
    assertThat(answered("GET /a HTTP/1.0\r\n\r\n")).contains("Connection: close");
  }

  @Test
  void saysWhatItDoesNotUnderstandAndHangsUp() throws Exception {
    assertThat(answered("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400").contains("close");
    assertThat(answered("GET b HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400");
    assertThat(answered("PUT /a HTTP/1.1\r\nContent-Length: x\r\n\r\n")).startsWith("HTTP/1.1 400");
    assertThat(answered("PUT /a HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
    assertThat(answered("PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"))
        .startsWith("HTTP/1.1 501");
    assertThat(answered("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 431");
  }
}
