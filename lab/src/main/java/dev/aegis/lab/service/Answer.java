package dev.aegis.lab.service;

/** A status and a sentence. */
record Answer(int status, String body) {
  static Answer ok(String body) {
    return new Answer(200, body);
  }
}
