package dev.aegis.meaning;

import dev.aegis.app.search.Meaning;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * all-MiniLM-L6-v2, quantized to bytes: 384 figures a text, of which some 256 words count. The
 * model comes in a jar, and nothing is fetched.
 */
public final class MiniLm implements Meaning {
  /** Of the tokenizer's library, which tells of graphics cards that are not there. */
  private static final Logger CHATTER = Logger.getLogger("ai.djl");

  private volatile @Nullable EmbeddingModel model;

  @Override
  public void open(Path cache) {
    CHATTER.setLevel(Level.OFF);
    System.setProperty("DJL_CACHE_DIR", cache.toString());
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    model = new AllMiniLmL6V2QuantizedEmbeddingModel();
  }

  @Override
  public float[] of(String text) {
    return Objects.requireNonNull(model, "not open").embed(text).content().vector();
  }
}
