package heist.scenario;

import java.util.regex.Pattern;

/** Times of day as HH:MM and minutes since midnight. */
final class Times {
  private static final int DAY = 24 * 60;
  private static final Pattern FORM = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");

  private Times() {}

  static boolean isTime(String text) {
    return FORM.matcher(text).matches();
  }

  static int minutes(String time) {
    return Integer.parseInt(time.substring(0, 2)) * 60 + Integer.parseInt(time.substring(3));
  }

  /** HH:MM; wraps at midnight in both directions. */
  static String format(int minutes) {
    int m = Math.floorMod(minutes, DAY);
    return "%02d:%02d".formatted(m / 60, m % 60);
  }

  /** Minutes from one time to the next occurrence of the other, 0..1439. */
  static int between(String from, String to) {
    return Math.floorMod(minutes(to) - minutes(from), DAY);
  }
}
