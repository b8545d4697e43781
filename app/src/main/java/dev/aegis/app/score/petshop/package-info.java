/**
 * The PetShop data set (Hardt and others, <i>The PetShop Dataset</i>, 2023; CC-BY-4.0): its files
 * and what they say of an issue. Imports {@code app.score.culprit}, {@code cli}, {@code intake} and
 * the core.
 */
@NullMarked
package dev.aegis.app.score.petshop;

import org.jspecify.annotations.NullMarked;
