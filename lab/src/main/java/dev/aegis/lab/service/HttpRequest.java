package dev.aegis.lab.service;

/**
 * One request.
 *
 * @param query as it was sent, without the question mark; empty when there was none
 */
record HttpRequest(String method, String path, String query, String body) {}
