package heist.app;

import heist.config.Library;
import heist.config.Settings;

/**
 * What services need beside their context.
 *
 * @param library crews, scenarios and strategies
 * @param settings what heist.yaml and the command line settle
 * @param worksOn whether the game service carries sessions on, or only shows and changes them
 */
record Parts(Library library, Settings settings, boolean worksOn) {}
