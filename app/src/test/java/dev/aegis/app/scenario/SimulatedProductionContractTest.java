package dev.aegis.app.scenario;

import dev.aegis.app.testkit.ActuatorContract;
import dev.aegis.execution.Actuator;
import dev.aegis.room.Action;

/** The production of the stories is a target like any other. */
class SimulatedProductionContractTest extends ActuatorContract {
  private static final Action MORE = new Action.ScalePods("checkout-api", "us-east-1", 6, 9);
  private static final Action FEWER = new Action.ScalePods("checkout-api", "us-east-1", 9, 6);
  private static final int TICKS = 200;

  @Override
  protected Subject fresh() {
    Scenario scenario = Demo.read(Scenarios.find("bad-config"));
    SimulatedProduction production = new SimulatedProduction(scenario, 42);
    production.tick();
    return new Subject() {
      @Override
      public Actuator actuator() {
        return production;
      }

      @Override
      public Action action() {
        return MORE;
      }

      @Override
      public Action undo() {
        return FEWER;
      }

      @Override
      public int started() {
        return production.started();
      }

      @Override
      public void settle() {
        for (int i = 0; i < TICKS && !production.settled(); i++) {
          production.tick();
        }
      }

      @Override
      public void hide() {
        production.hide();
      }

      @Override
      public void close() {}
    };
  }
}
