package dev.aegis.app.intake;

import dev.aegis.app.intake.PointBuffer.Fold;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The series one file has opened; each may keep fewer points the more of them there are. */
final class SeriesCount {
  private final IntakeLimits limits;
  private final List<PointBuffer> open = new ArrayList<>();

  SeriesCount(IntakeLimits limits) {
    this.limits = limits;
  }

  /** A buffer for one more series; {@code null} when there is no room for it. */
  @Nullable PointBuffer open(Fold fold) {
    if (open.size() >= limits.series()) {
      return null;
    }
    int before = limits.share(Math.max(open.size(), 1));
    int share = limits.share(open.size() + 1);
    PointBuffer buffer = new PointBuffer(fold, share);
    open.add(buffer);
    if (share < before) {
      open.forEach(b -> b.limit(share));
    }
    return buffer;
  }
}
