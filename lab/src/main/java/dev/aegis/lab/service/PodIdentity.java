package dev.aegis.lab.service;

/** Who a process is; the labels on everything it says. */
record PodIdentity(String service, String region, String version, String pod) {}
