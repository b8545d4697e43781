/**
 * Live series in bounded memory: the newest points of every series that is pushed or pulled, each
 * label kept once. Owns what is given up when there is more than may be kept. Imports nothing of
 * ours.
 */
@NullMarked
package dev.aegis.app.series;

import org.jspecify.annotations.NullMarked;
