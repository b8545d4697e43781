/**
 * Which past incidents mean what a person searches for, where the libraries for it are there. It
 * helps people find; no agent reads it.
 */
@NullMarked
package dev.aegis.app.search;

import org.jspecify.annotations.NullMarked;
