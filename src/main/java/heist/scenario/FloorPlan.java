package heist.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The site as drawn on the dashboard. Lengths are metres; x grows to the right, y downwards; the
 * corner at the top left is 0, 0. Angles are degrees, 0 to the right, clockwise.
 */
public record FloorPlan(
    double width,
    double height,
    List<Room> rooms,
    List<Camera> cameras,
    List<Guard> guards,
    List<BlindSpot> blindSpots,
    List<Entry> entries,
    List<Waypoint> route) {
  /** A rectangle with a name; steps of the plan take place in rooms. */
  public record Room(String id, String name, double x, double y, double width, double height) {}

  /**
   * A camera; {@code kind} is free, such as fixed or mobile; {@code active}: it watches tonight.
   */
  public record Camera(
      String id,
      String room,
      double x,
      double y,
      double facing,
      double angle,
      double range,
      String kind,
      boolean active) {}

  /** A guard's post; {@code shift} is the time the shift begins. */
  public record Guard(String id, String room, double x, double y, String shift) {}

  /** A place that no fixed camera sees; {@code unwatched} says whether that holds tonight. */
  public record BlindSpot(
      String id, String name, double x, double y, double radius, boolean unwatched) {}

  /** A way in or out. */
  public record Entry(String id, String name, double x, double y) {}

  /** A point of the way through the building; {@code step} is the id of the step done there. */
  public record Waypoint(String name, double x, double y, @Nullable String step) {}

  /** Copies the lists. */
  public FloorPlan {
    rooms = List.copyOf(rooms);
    cameras = List.copyOf(cameras);
    guards = List.copyOf(guards);
    blindSpots = List.copyOf(blindSpots);
    entries = List.copyOf(entries);
    route = List.copyOf(route);
  }
}
