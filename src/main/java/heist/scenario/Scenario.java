package heist.scenario;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A job as its folder describes it: from here every session draws its own world. Immutable and safe
 * to share between threads.
 *
 * @param name the folder's name
 * @param language {@code en} or {@code de}: the language of everything it says
 * @param briefing what the crew is told at the start; a template, as every text of it
 * @param roles the roles it knows, for owners and for rules
 * @param draws how facts come about, in order
 */
public record Scenario(
    String name,
    String title,
    String language,
    String briefing,
    List<String> roles,
    List<Draw> draws,
    List<Spec.Paper> papers,
    List<Spec.Grid> tables,
    List<Spec.Grid> surveys,
    Spec.Floor floor,
    PlanForm form,
    List<Spec.Step> steps,
    Conditions conditions) {
  /** Copies the lists. */
  public Scenario {
    roles = List.copyOf(roles);
    draws = List.copyOf(draws);
    papers = List.copyOf(papers);
    tables = List.copyOf(tables);
    surveys = List.copyOf(surveys);
    steps = List.copyOf(steps);
  }

  /**
   * Draws a world; the same random numbers give the same world.
   *
   * @throws heist.HeistException if the scenario contradicts itself (unknown fact, no number where
   *     one is needed)
   */
  public World draw(RandomGenerator random) {
    return new Drawing(this, random).world();
  }
}
