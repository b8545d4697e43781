/**
 * How surprising each point of one series is, given its own past: streaming detectors that take one
 * point at a time, in order and once, in constant memory and without allocation, and the ensemble
 * that decides over them. Knows nothing of services, promises or incidents. Imports nothing of
 * ours.
 */
@NullMarked
package dev.aegis.surprise;

import org.jspecify.annotations.NullMarked;
