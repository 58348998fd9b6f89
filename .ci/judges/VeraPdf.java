import java.io.File;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/**
 * Drives veraPDF's library over many files in one process. Arguments: flavours joined by commas, then files.
 * Prints one line a file and flavour, below a rejection one line a broken rule with its first place.
 * Exit status: 0 all pass, 1 some are rejected, 2 some could not be judged.
 */
class VeraPdf {
    public static void main(String[] arguments) {
        LogManager.getLogManager().reset(); // its parsers chat about every font
        VeraGreenfieldFoundryProvider.initialise();
        int worst = arguments.length > 1 ? 0 : 2;
        for (int i = 1; i < arguments.length; i++)
            for (String flavour : arguments[0].split(","))
                worst = Math.max(worst, judge(flavour, arguments[i]));
        System.exit(worst);
    }

    static int judge(String id, String file) {
        var foundry = Foundries.defaultInstance();
        var flavour = PDFAFlavour.byFlavourId(id);
        try (var parser = foundry.createParser(new File(file), flavour);
             var validator = foundry.createValidator(flavour, false)) {
            var result = validator.validate(parser);
            System.out.printf("%s %s %s (%d checks)%n", result.isCompliant() ? "pass" : "FAIL", id, file, result.getTotalAssertions());
            var broken = new TreeMap<String, String>();
            for (TestAssertion check : result.getTestAssertions())
                if (check.getStatus() == TestAssertion.Status.FAILED)
                    broken.putIfAbsent(check.getRuleId().getClause() + "-" + check.getRuleId().getTestNumber(),
                            check.getMessage() + " @ " + check.getLocation().getContext());
            broken.forEach((rule, first) -> System.out.println("     " + rule + " " + first));
            return result.isCompliant() ? 0 : 1;
        } catch (Exception e) {
            System.out.printf("ERROR %s %s %s%n", id, file, e);
            return 2;
        }
    }
}
