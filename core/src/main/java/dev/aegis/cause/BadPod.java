package dev.aegis.cause;

import dev.aegis.room.Cause;
import dev.aegis.room.Hypothesis.Finding;
import java.util.List;

/** Few pods fail or are slow while their siblings, which are asked the same, do well. */
final class BadPod implements Theory {
  private static final Weight SHARE = new Weight(0.75, 0.15, 10);
  private static final Weight CONTRAST = new Weight(Math.log(2), 0.7, 4);

  /** A change reaches all pods, but what fails now and then fails in one of them first. */
  private static final Weight NO_CHANGE = new Weight(0.25, 0.4, 10);

  @Override
  public Cause cause() {
    return Cause.BAD_POD;
  }

  @Override
  public String statement(Facts facts) {
    return facts.pods().odd().map(Pods.Odd::contrastSentence).orElse(Cause.BAD_POD.words());
  }

  @Override
  public List<String> pods(Facts facts) {
    return facts.pods().odd().map(Pods.Odd::pods).orElse(List.of());
  }

  @Override
  public boolean differs(Facts there) {
    return there.pods().canTell();
  }

  @Override
  public List<Finding> findings(Facts facts) {
    Pleading pleading = new Pleading();
    facts
        .pods()
        .odd()
        .ifPresent(odd -> {
          String evidence = facts.pods().evidence();
          pleading.add(odd.shareSentence(), evidence, SHARE.of(odd.share(), 1));
          pleading.add(odd.contrastSentence(), evidence, CONTRAST.of(odd.contrast(), 1));
        });
    Explained.byNoChange(facts, NO_CHANGE, pleading);
    Explained.byLostPods(facts, pleading);
    facts.components().forHome(pleading);
    facts.components().againstHome(pleading);
    return pleading.findings();
  }
}
