"""How the packages are read, on pieces of their shape; nothing is fetched."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "data" / "generate"))

import upstream  # noqa: E402

LIMITS = """\
var Limits = map[string]*VPCLimits{
\t"x9.large": {
\t\tInterface:               3,
\t\tIsTrunkingCompatible:    true,
\t\tBranchInterface:         9,
\t\tNetworkCards: []NetworkCard{
\t\t\t{
\t\t\t\tMaximumNetworkInterfaces: 3,
\t\t\t},
\t\t},
\t},
\t"x9.metal-48xl": {
\t\tInterface:               15,
\t\tIsTrunkingCompatible:    false,
\t\tBranchInterface:         0,
\t\tNetworkCards: []NetworkCard{},
\t},
}
"""

PRICES = """\
var InitialOnDemandPricesAWS = map[string]map[ec2types.InstanceType]float64{
\t"us-east-1": {
\t\t// x9 family
\t\t"x9.large": 0.085000, "x9.metal-48xl": 120.000000,
\t},
\t"us-west-2": {
\t\t"x9.large": 0.100000,
\t},
}
"""


def item(**changes) -> dict:
    network = {
        "MaximumNetworkCards": 2,
        "MaximumNetworkInterfaces": 10,
        "Ipv4AddressesPerInterface": 15,
        "Ipv6AddressesPerInterface": 0,
        "DefaultNetworkCardIndex": 1,
        "NetworkCards": [
            {"NetworkCardIndex": 0, "MaximumNetworkInterfaces": 3},
            {"NetworkCardIndex": 1, "MaximumNetworkInterfaces": 7},
        ],
    }
    return {
        "VCpuInfo": {"DefaultVCpus": 4},
        "MemoryInfo": {"SizeInMiB": 8192},
        "ProcessorInfo": {"SupportedArchitectures": ["i386", "x86_64"]},
        "BareMetal": False,
        "Hypervisor": "nitro",
        "BurstablePerformanceSupported": True,
        "CurrentGeneration": False,
        "NetworkInfo": network,
    } | changes


class Hardware(unittest.TestCase):
    def test_interfaces_are_the_sum_and_those_of_the_default_card(self):
        row = upstream.hardware_of(item())
        self.assertEqual((row["network_cards"], row["max_network_interfaces"]), ("2", "10"))
        self.assertEqual(row["max_network_interfaces_card0"], "7")

    def test_32_bits_are_left_out(self):
        self.assertEqual(upstream.hardware_of(item())["architecture"], "x86_64")

    def test_bare_metal_has_no_hypervisor(self):
        self.assertEqual(upstream.hardware_of(item())["hypervisor"], "nitro")
        self.assertEqual(upstream.hardware_of(item(BareMetal=True))["hypervisor"], "none")

    def test_devices_are_summed_and_a_share_of_one_counts_one(self):
        def gpus(*devices):
            return upstream.hardware_of(item(GpuInfo={"Gpus": list(devices)}))["gpus"]

        self.assertEqual(gpus({"Count": 4}, {"Count": 4}), "8")
        self.assertEqual(gpus({"Count": 0, "LogicalGpuCount": 1}), "1")
        self.assertEqual(upstream.hardware_of(item())["gpus"], "0")


class Karpenter(unittest.TestCase):
    def test_limits_of_each_type(self):
        self.assertEqual(
            upstream.read_limits(LIMITS),
            {
                "x9.large": {"eks_trunking_compatible": "true", "eks_branch_interfaces": "9"},
                "x9.metal-48xl": {"eks_trunking_compatible": "false", "eks_branch_interfaces": "0"},
            },
        )

    def test_prices_of_us_east_1_without_needless_zeros(self):
        self.assertEqual(
            upstream.read_prices(PRICES),
            {"x9.large": {"ondemand_usd_hour": "0.085"}, "x9.metal-48xl": {"ondemand_usd_hour": "120"}},
        )


if __name__ == "__main__":
    unittest.main()
