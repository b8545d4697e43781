/**
 * The ground that every package of Aegis may stand on. It owns what belongs to no single concept,
 * and imports nothing of ours.
 */
@NullMarked
package dev.aegis;

import org.jspecify.annotations.NullMarked;
